import type { Project } from '../../contract/model/project.ts';

/** An absolute path as the project knows it, or null when it lies outside. */
export function projectPathOf(project: Pick<Project, 'path'> | null, absolute: string): string | null {
  if (!project) return null;
  const root = project.path.replace(/[\\/]+$/, '');
  if (absolute === root) return '';
  if (!absolute.startsWith(root) || !/[\\/]/.test(absolute.charAt(root.length))) return null;
  return absolute.slice(root.length + 1).replaceAll('\\', '/');
}
