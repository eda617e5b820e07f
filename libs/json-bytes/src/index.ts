export * from './digest';
export * from './found-texts';
export * from './glance';
export * from './item-writer';
export * from './record-form';
export * from './record-glance';
export * from './shape';
