import { LanguageServerSetting } from '../../../contract/model/settings.ts';

/** How a language server is started and what it serves. */
export interface ServerDefinition {
  /** Unique in a project. */
  readonly id: string;
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly languageIds: readonly string[];
  readonly initializationOptions?: unknown;
  /** What it is told when it asks for a section of the settings. */
  configuration(section: string | undefined): unknown;
  /** Files that are not open are checked by it, too. */
  readonly checksProject: boolean;
}

/** A server that the settings name, as they stand in the file: what is left out is filled in here. */
export function definitionOf(written: LanguageServerSetting, index: number): ServerDefinition {
  const setting = LanguageServerSetting.parse(written);
  return {
    id: `${index + 1}.${setting.name}`,
    name: setting.name,
    program: setting.command,
    args: setting.args,
    languageIds: setting.languages,
    initializationOptions: setting.initializationOptions,
    configuration: () => null,
    checksProject: false,
  };
}

/** Whether two definitions start the same server in the same way. */
export function isSameDefinition(one: ServerDefinition, other: ServerDefinition): boolean {
  const text = (definition: ServerDefinition) =>
    JSON.stringify([
      definition.id,
      definition.program,
      definition.args,
      definition.languageIds,
      definition.initializationOptions ?? null,
    ]);
  return text(one) === text(other);
}
