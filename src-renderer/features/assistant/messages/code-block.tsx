import { ArrowDownToLine, Check, Copy, FileInput } from 'lucide-react';
import { memo, useEffect, useState } from 'react';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { IconButton } from '../../../ui/button.tsx';
import { FileIcon } from '../../../ui/file-icon.tsx';
import { applyCode, insertAtCursor } from './code-actions.ts';
import { CodeLine } from './code-lines.tsx';
import { useColoredLines } from './colored-lines.ts';

interface CodeBlockProps {
  readonly text: string;
  readonly language: string;
  /** The file it says it belongs to. */
  readonly path: string | null;
}

/** Code in an answer, with what can be done with it. */
export const CodeBlock = memo(function CodeBlock({ text, language, path }: CodeBlockProps) {
  const services = useServices();
  const lines = text.split('\n');
  const colored = useColoredLines(lines, language || (path?.split('.').at(-1) ?? ''));
  return (
    <figure className="assistant-code">
      <figcaption className="assistant-code-head">
        {path === null ? null : <FileIcon name={path} />}
        <span className="clip">{path ?? (language || t('Text'))}</span>
        <span className="assistant-code-tools">
          <CopyButton text={text} label={t('Copy code')} />
          <IconButton label={t('Insert at the cursor')} onClick={() => insertAtCursor(services, text)}>
            <ArrowDownToLine aria-hidden="true" />
          </IconButton>
          {path === null ? null : (
            <IconButton
              label={t('Put it into {{path}}', { path })}
              onClick={() => void applyCode(services, path, text).catch(reportError)}
            >
              <FileInput aria-hidden="true" />
            </IconButton>
          )}
        </span>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached with keys */}
      <pre className="assistant-code-text" tabIndex={0}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
          <code key={index}>
            <CodeLine text={line} pieces={colored[index] ?? null} />
            {'\n'}
          </code>
        ))}
      </pre>
    </figure>
  );
});

/** Copies a text and says so for a moment. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const { shell } = useServices();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    shell.system.writeClipboard({ text }).then(() => setCopied(true), reportError);
  };
  return (
    <IconButton label={copied ? t('Copied') : label} onClick={copy}>
      {copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
    </IconButton>
  );
}
