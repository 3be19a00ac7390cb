// Loaded before a program whose host's clock is to be wrong by CLOCK_SHIFT_MS.
const shift = Number(process.env.CLOCK_SHIFT_MS);
const RightDate = Date;

globalThis.Date = class extends RightDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [RightDate.now() + shift] : parts));
  }

  static now() {
    return RightDate.now() + shift;
  }
};
