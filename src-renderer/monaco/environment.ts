import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import CssWorker from 'monaco-editor/language/css/css.worker?worker';
import HtmlWorker from 'monaco-editor/language/html/html.worker?worker';
import JsonWorker from 'monaco-editor/language/json/json.worker?worker';

// Read by Monaco when it first needs a worker, each of which is a file of its own that loads then.
Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker(_module: string, label: string): Worker {
      switch (label) {
        case 'css':
        case 'scss':
        case 'less':
          return new CssWorker({ name: label });
        case 'html':
        case 'handlebars':
        case 'razor':
          return new HtmlWorker({ name: label });
        case 'json':
        case 'jsonc':
          return new JsonWorker({ name: label });
        default:
          return new EditorWorker({ name: label });
      }
    },
  },
});
