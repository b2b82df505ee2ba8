export const roles = ['user', 'staff', 'admin'] as const;
export type Role = (typeof roles)[number];
