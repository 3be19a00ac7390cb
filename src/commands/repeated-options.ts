import type { Command } from 'commander';
import { usageError } from '../core/errors.ts';

/** Refuses an option that is given twice, of which only the last would count; those that collect have a list as default. */
export function refuseRepeats(command: Command): void {
  for (const option of command.options) {
    const takesOne = (option.required || option.optional) && !Array.isArray(option.defaultValue);
    if (!takesOne) continue;
    let given = 0;
    command.on(`option:${option.name()}`, () => {
      given += 1;
      if (given > 1) throw usageError(`--${option.name()} is given more than once; give it once.`, 'option_repeated');
    });
  }
}
