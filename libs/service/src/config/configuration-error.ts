/** One wrong environment variable: its name and what it must be. Never its value, which may be a secret. */
export interface ConfigurationFault {
  variable: string;
  problem: string;
}

/** The environment does not configure the app; carries every fault, so that all are mended at once. */
export class ConfigurationError extends Error {
  constructor(readonly faults: readonly ConfigurationFault[]) {
    super(`The configuration is wrong: ${faults.map(({ variable, problem }) => `${variable} ${problem}`).join('; ')}.`);
    this.name = 'ConfigurationError';
  }
}
