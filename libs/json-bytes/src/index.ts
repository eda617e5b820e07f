export * from './escape';
export * from './found-texts';
export * from './glance';
export * from './record-form';
export * from './record-glance';
export * from './shape';
