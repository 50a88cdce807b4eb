import type { ToolDefinition } from '../models/model-messages.ts';

const object = (properties: Record<string, unknown>, required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const text = (description: string) => ({ type: 'string', description });

/** The tools that a model may use, as it is told of them. */
export const toolDefinitions: readonly ToolDefinition[] = [
  {
    name: 'search',
    description: 'Search the files of the project for a text. Answers lines with their paths and numbers.',
    parameters: object(
      {
        text: text('What to look for, exactly as it stands in the files.'),
        regex: { type: 'boolean', description: 'The text is a regular expression.' },
        include: text('Only in files that this glob names, such as src/**/*.ts. Leave out for all.'),
      },
      ['text'],
    ),
  },
  {
    name: 'read_file',
    description: 'Read a file of the project, or some lines of it. Answers at most 400 lines.',
    parameters: object(
      {
        path: text('Relative to the project.'),
        start_line: { type: 'integer', description: 'The first line, from 1.' },
        end_line: { type: 'integer', description: 'The last line.' },
      },
      ['path'],
    ),
  },
  {
    name: 'list_files',
    description: 'List the files of the project, or of one folder of it.',
    parameters: object({ folder: text('Relative to the project. Leave out for the whole project.') }, []),
  },
  {
    name: 'list_problems',
    description: 'List the errors and warnings that are known, of one file or of all.',
    parameters: object({ path: text('Relative to the project. Leave out for all files.') }, []),
  },
  {
    name: 'run_task',
    description: 'Run a script of package.json by its name, such as test. The person is asked first and may refuse.',
    parameters: object({ name: text('The name of the script.') }, ['name']),
  },
  {
    name: 'propose_edit',
    description: 'Propose a change of one file for review. Nothing is written until the person keeps it.',
    parameters: object(
      {
        path: text('Relative to the project.'),
        search: text('Whole lines exactly as they stand in the file now. Empty for a new file.'),
        replace: text('What comes in their place.'),
      },
      ['path', 'search', 'replace'],
    ),
  },
];
