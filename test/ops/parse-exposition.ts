export interface ParsedSample {
  labels: Record<string, string>;
  value: number;
}

const HELP = /^# HELP ([a-z_]+) ((?:[^\\]|\\\\|\\n)+)$/;
const TYPE = /^# TYPE ([a-z_]+) (gauge|counter)$/;
const SAMPLE = /^([a-z_]+)(?:\{(.+)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/;
const LABEL = /([a-z_]+)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/y;

/**
 * Reads the text exposition format 0.0.4 and refuses what its specification does not allow: each metric once, HELP and
 * TYPE before its samples, all of its samples together and no label set twice, escapes only where they are known.
 */
export function parseExposition(text: string): Map<string, ParsedSample[]> {
  if (!text.endsWith('\n')) throw new Error('The last line has no line break.');
  const metrics = new Map<string, ParsedSample[]>();
  const seen = new Set<string>();
  let [helped, typed] = ['', ''];
  for (const line of text.slice(0, -1).split('\n')) {
    const [help, type, sample] = [HELP.exec(line), TYPE.exec(line), SAMPLE.exec(line)];
    if (help?.[1]) {
      if (metrics.has(help[1])) throw new Error(`Twice: ${line}`);
      helped = help[1];
    } else if (type?.[1]) {
      if (type[1] !== helped) throw new Error(`TYPE without its HELP: ${line}`);
      typed = type[1];
      metrics.set(typed, []);
    } else if (sample) {
      const [, name = '', labels = '', value] = sample;
      const id = `${name}{${labels}}`;
      if (name !== typed || seen.has(id)) throw new Error(`Not its place: ${line}`);
      seen.add(id);
      metrics.get(name)?.push({ labels: parseLabels(labels), value: Number(value) });
    } else throw new Error(`Not the format: ${line}`);
  }
  return metrics;
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  for (let at = 0; at < text.length; at = LABEL.lastIndex) {
    const [, name = '', value = ''] = LABEL.exec(text) ?? [];
    if (name === '' || Object.hasOwn(labels, name)) throw new Error(`Not labels: ${text}`);
    labels[name] = value.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
  }
  return labels;
}
