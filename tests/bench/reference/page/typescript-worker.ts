import TypeScriptWorker from 'monaco-editor/language/typescript/ts.worker?worker';
import 'monaco-editor/languages/features/typescript/register';

/** Gives the bare window Monaco's own TypeScript service, which loads when the first file of its languages is shown. */
export function addTypeScriptWorker(): void {
  const { MonacoEnvironment } = globalThis as unknown as {
    MonacoEnvironment: { getWorker(module: string, label: string): Worker };
  };
  const others = MonacoEnvironment.getWorker;
  MonacoEnvironment.getWorker = (module, label) =>
    label === 'typescript' || label === 'javascript' ? new TypeScriptWorker({ name: label }) : others(module, label);
}
