import { z } from 'zod';

/**
 * A path inside a project: forward slashes, relative to the project's folder, `''` for the folder itself.
 * Rejects absolute paths, `..`, empty segments and NUL, so that no value of this type can leave the project by its text.
 */
export const ProjectPath = z
  .string()
  .max(4096)
  .refine((path) => path === '' || path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'), {
    message: 'The path must be relative to the project and must not contain "." or ".." parts.',
  })
  .refine((path) => !path.includes('\0') && !/^[a-zA-Z]:/.test(path), {
    message: 'The path must not be absolute or contain a NUL character.',
  });
export type ProjectPath = z.infer<typeof ProjectPath>;

/** An absolute path on this machine, as the system's own dialogs give it. */
export const AbsolutePath = z
  .string()
  .min(1)
  .max(4096)
  .refine(
    (path) => (path.startsWith('/') || /^[a-zA-Z]:[\\/]/.test(path) || path.startsWith('\\\\')) && !path.includes('\0'),
    {
      message: 'The path must be absolute.',
    },
  );
export type AbsolutePath = z.infer<typeof AbsolutePath>;
