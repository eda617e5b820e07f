export * from './escape';
export * from './glance';
export * from './shape';
