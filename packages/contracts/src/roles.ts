export const roles = ['user', 'staff', 'admin'] as const;
export type Role = (typeof roles)[number];

/** What each role may do. Routes name permissions, never roles. */
const permissions = {
  'notifications.read-own': ['user', 'staff', 'admin'],
  'profile.read-own': ['user', 'staff', 'admin'],
  'profile.update-own': ['user', 'staff', 'admin'],
  'models.manage': ['admin'],
  'models.read-own-usage': ['user', 'staff', 'admin'],
  'programs.approve': ['staff', 'admin'],
  'programs.create': ['user', 'staff', 'admin'],
  'programs.read-own': ['user', 'staff', 'admin'],
  'programs.manage-letterhead': ['admin'],
  'programs.manage-prompts': ['admin'],
  'programs.manage-templates': ['staff', 'admin'],
  'programs.read-any': ['staff', 'admin'],
  'programs.update-any': ['staff', 'admin'],
  'programs.update-own': ['user', 'staff', 'admin'],
  'spaces.create': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

export function roleHas(role: Role, permission: Permission): boolean {
  const allowed: readonly Role[] = permissions[permission];
  return allowed.includes(role);
}
