import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { ConfigurationError, type ConfigurationFault } from './configuration-error';
import { givenVariables } from './given-variables';

function declaredVariables(config: new () => object): Set<string> {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(config, '', false, false);
  return new Set(metadata.map(({ propertyName }) => propertyName));
}

function faultOf(error: ValidationError, given: Record<string, string>): ConfigurationFault {
  const variable = error.property;
  if (!(variable in given)) return { variable, problem: 'is required' };
  const message = Object.values(error.constraints ?? {})[0] ?? 'is not valid';
  return { variable, problem: message.replace(new RegExp(`^${variable} `), '') };
}

/**
 * Reads the environment into a typed object: only variables that the class declares with class-validator decorators,
 * each as `NAME` or, in a file, `NAME_FILE`; an empty one counts as unset. Values are never part of a message.
 * @throws ConfigurationError naming every fault together
 */
export function loadConfig<T extends object>(config: new () => T, env: NodeJS.ProcessEnv = process.env): T {
  const { values: given, faults } = givenVariables(declaredVariables(config), env);
  const loaded = plainToInstance(config, given, { exposeDefaultValues: true });
  const errors = validateSync(loaded, { stopAtFirstError: true, validationError: { target: false, value: false } });
  // A variable whose file is at fault is not missing as well.
  const named = new Set(faults.map(({ variable }) => variable.replace(/_FILE$/, '')));
  faults.push(...errors.filter(({ property }) => !named.has(property)).map((error) => faultOf(error, given)));
  if (faults.length > 0) throw new ConfigurationError(faults);
  return loaded;
}
