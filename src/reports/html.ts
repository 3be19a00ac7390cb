import { DASH } from './text.ts';
import { unbrokenDates } from './unbroken-dates.ts';

/**
 * Markup that `html` itself has made. The private field makes it impossible to pass a string off as one: there is no
 * raw() to reach for.
 */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  static tag(parts: TemplateStringsArray, ...values: HtmlValue[]): Html {
    return new Html(parts.reduce((markup, part, i) => markup + Html.#print(values[i - 1]) + part));
  }

  static #print(value: HtmlValue | undefined): string {
    if (value instanceof Html) return value.#markup;
    if (typeof value === 'string') return escapeHtml(unbrokenDates(value));
    if (typeof value === 'number') return Number.isFinite(value) ? String(value) : DASH;
    return value === undefined ? '' : value.map((item) => item.#markup).join('');
  }

  toString(): string {
    return this.#markup;
  }
}

export type HtmlValue = string | number | Html | readonly Html[];

/** A template whose every value is escaped for text and for quoted attributes; results of its own pass as they are (S1). */
export const html = Html.tag;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
  '`': '&#96;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => ESCAPES[character] ?? '');
}
