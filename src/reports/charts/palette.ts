/** Blue and vermilion of Okabe and Ito: told apart by colour-blind readers, also in grey; both readable on white. */
export const SERIES_COLOURS = ['#0072b2', '#c24e00'] as const;
export const INK = '#17202b';
export const SOFT_INK = '#4a5767';
export const GRID_LINE = '#e1e6ec';
/** A ground of its own: dark mode inverts pages, not pictures. */
export const GROUND = '#ffffff';
