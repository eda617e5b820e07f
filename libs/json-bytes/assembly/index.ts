// What JavaScript calls, see src/scanner.ts.
export { allocate, newShape, describeText, addWord, addMember } from './shapes';
export { addName, look, isPlain, hasMore } from './glance';
export { addRule, found } from './slots';
export { addHeader } from './headers';
export { describePart, see, seen } from './record';
export { digest } from './digest';
export { escape } from './escape';
export { describeItems, writeItems, items, itemsAtOnce, itemsWritten } from './items';
export { input, inputBytes, output, escapedAtOnce } from './areas';
