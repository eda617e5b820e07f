import { AwsError } from '../aws-error';

type Body = Record<string, unknown>;

function member<Type extends 'string' | 'number'>(body: Body, name: string, type: Type): unknown {
  const value = body[name];
  if (value !== undefined && typeof value !== type) throw new AwsError('InvalidRequest', `${name} must be a ${type}.`);
  return value;
}

/** Reads the members of a control request, each refused by name when it is not of its type. */
export const members = {
  optionalString: (body: Body, name: string) => member(body, name, 'string') as string | undefined,
  optionalNumber: (body: Body, name: string) => member(body, name, 'number') as number | undefined,
  string(body: Body, name: string): string {
    const value = this.optionalString(body, name);
    if (value === undefined || value === '') throw new AwsError('InvalidRequest', `${name} is required.`);
    return value;
  },
  strings(body: Body, name: string): string[] {
    const value = body[name];
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    throw new AwsError('InvalidRequest', `${name} must be a list of strings.`);
  },
};
