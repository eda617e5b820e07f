import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { ConfigurationError, type ConfigurationFault } from './configuration-error';

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
 * an empty one counting as unset. Values are never part of a message.
 * @throws ConfigurationError naming every fault together
 */
export function loadConfig<T extends object>(config: new () => T, env: NodeJS.ProcessEnv = process.env): T {
  const given: Record<string, string> = {};
  for (const variable of declaredVariables(config)) {
    const value = env[variable]?.trim();
    if (value) given[variable] = value;
  }
  const loaded = plainToInstance(config, given, { exposeDefaultValues: true });
  const errors = validateSync(loaded, { stopAtFirstError: true, validationError: { target: false, value: false } });
  if (errors.length > 0) throw new ConfigurationError(errors.map((error) => faultOf(error, given)));
  return loaded;
}
