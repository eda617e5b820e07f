/** Who lives in the installation: what `endpoints.json` says about tenants and users. */
export interface Residents {
  tenants: Resident[];
  users: ResidentUser[];
}

export interface Resident {
  uid: string;
  name: string;
  projects: { uid: string; name: string }[];
}

export interface ResidentUser {
  email: string;
  password: string;
  apiKey: string;
  tenantUid: string;
  projectUid?: string;
  role: string;
}
