import { readFileSync } from 'node:fs';
import type { ConfigurationFault } from './configuration-error';

/** What the environment gives for some variables. */
export interface GivenVariables {
  values: Record<string, string>;
  faults: ConfigurationFault[];
}

/**
 * Takes each variable from `NAME`, or from the file that `NAME_FILE` names, which is how containers are handed secrets.
 * An empty one counts as unset, so that an empty default of docker compose does no harm.
 */
export function givenVariables(names: Iterable<string>, env: NodeJS.ProcessEnv): GivenVariables {
  const values: Record<string, string> = {};
  const faults: ConfigurationFault[] = [];
  for (const variable of names) {
    const direct = env[variable]?.trim();
    const file = env[`${variable}_FILE`]?.trim();
    if (direct && file) faults.push({ variable, problem: `is given twice: also by ${variable}_FILE` });
    else if (file) take(variable, file, values, faults);
    else if (direct) values[variable] = direct;
  }
  return { values, faults };
}

function take(variable: string, file: string, values: Record<string, string>, faults: ConfigurationFault[]): void {
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (text === '') faults.push({ variable: `${variable}_FILE`, problem: 'names an empty file' });
    else values[variable] = text;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    faults.push({ variable: `${variable}_FILE`, problem: `names a file that cannot be read (${reason})` });
  }
}
