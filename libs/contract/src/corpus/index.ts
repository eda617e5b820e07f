// Records for specs, of this and other parts: whatever reads the topic can be held against them.
export * from './any-text.fixture';
export * from './bad';
export * from './base';
export * from './good';
