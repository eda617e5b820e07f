/** The log of what belongs to no tenant: logins of addresses that nobody has. No user is of this tenant. */
export const PLATFORM_TENANT = 'trailbook';

/** How the platform's operator is called in the log. */
export const OPERATOR = 'platform-operator';
