import path from 'node:path';

/** The project's root folder; the same seen from `src` (under Jest) and from `dist`. */
export const projectFolder = path.resolve(__dirname, '..', '..', '..');

/** What is fetched or built once for this machine: Kafka's jars, the AWS stand-in. Safe to delete while nothing runs. */
export const cacheFolder = path.join(projectFolder, '.cache');

/** A file of this library that is not code: a pom, a logging configuration, pinned requirements. */
export const resource = (name: string) => path.resolve(__dirname, '..', 'resources', name);
