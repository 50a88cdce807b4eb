export { createSavedWindows, type SavedWindows } from './saved-windows.ts';
