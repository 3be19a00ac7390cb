import { v7, validate } from 'uuid';

/** A UUID v7: ordered by creation time, which keeps B-tree inserts local (RFC 9562 §5.7). */
export const newId = (): string => v7();

export const isId = (text: string): boolean => validate(text);
