// What the benchmark uses of the peer. It is installed apart, so its own types may not be there.
declare module 'simple-statistics' {
  export function median(values: number[]): number;
  export function mean(values: number[]): number;
}
