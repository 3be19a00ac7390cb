import * as z from 'zod/mini';

const text = z.string();

/** A figure set against another window: `sign` is the direction that the text states. */
export const changeSchema = z.object({
  text,
  sign: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
  against: text,
});

/** A `Fact` as it stands in JSON. */
export const factSchema = z.object({
  key: text,
  label: text,
  value: z.nullable(z.number()),
  text,
  n: z.number(),
  population: text,
  smallSample: z.boolean(),
  over: z.optional(text),
  range: z.optional(text),
  change: z.optional(changeSchema),
  contrary: z.optional(changeSchema),
});

/** `ChosenHomes` as they stand in JSON. */
export const homesSchema = z.object({ one: text, many: text, partitive: z.optional(z.boolean()) });

/** `Band`s as they stand in JSON. */
export const bandSchema = z.object({
  range: text,
  over: z.optional(text),
  sold: z.object({ value: z.nullable(z.number()), text }),
  supply: z.object({ value: z.nullable(z.number()), text, n: z.number() }),
});
