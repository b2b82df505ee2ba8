export const maxModules = 100;
export const maxLessons = 500;
