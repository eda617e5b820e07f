// What JavaScript calls, see src/scanner.ts.
export { allocate, newShape, describeText, addWord, addMember } from './shapes';
export { addName, look, found, isPlain, hasMore } from './glance';
export { escape } from './escape';
export { input, inputBytes, output, escapedAtOnce } from './areas';
