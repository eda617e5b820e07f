/** What starts the parts of a test run, for those who run several projects with one set of them. */
export { startParts, type RunningParts } from './start-parts';
export { publishParts } from './test-parts';
