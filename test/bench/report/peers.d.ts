// What the benchmark uses of the peer. It is installed apart, so its own types may not be there.
declare module '@react-pdf/renderer' {
  type Component = (props: object) => unknown;
  export const Document: Component;
  export const Page: Component;
  export const View: Component;
  export const Text: Component;
  export const Image: Component;
  export const Font: { register(font: { family: string; src: string }): void };
  export function renderToBuffer(document: unknown): Promise<Buffer>;
}

declare module 'react' {
  export function createElement(type: unknown, props: object | null, ...children: unknown[]): unknown;
}
