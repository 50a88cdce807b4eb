export { insertListed, lineEndOf, removeListed, splice } from './edit-json-list.ts';
export { createSettingsService, type SettingsService } from './service.ts';
export { readSettingsFile, type SettingsFile, writeSettingsFile } from './settings-file.ts';
export { describeSyntax } from './settings-rules.ts';
export { type JsonParser, lineAt, readArrayText } from './settings-text.ts';
