import { CircleX } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { t } from '../localize.ts';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';

interface ErrorBoundaryProps {
  /** What is missing if it fails: "The explorer". */
  readonly what: string;
  readonly children: ReactNode;
  /** Offers a report of what went wrong. */
  readonly onReport?: () => void;
}

/** Keeps one part's failure from taking the window with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <EmptyState
        failed
        icon={<CircleX aria-hidden="true" />}
        title={t('{{what}} stopped', { what: this.props.what })}
        actions={
          <>
            {this.props.onReport ? (
              <Button small kind="ghost" onClick={this.props.onReport}>
                {t('Create report')}
              </Button>
            ) : null}
            <Button small onClick={() => this.setState({ error: null })}>
              {t('Show it again')}
            </Button>
          </>
        }
      >
        {t('{{message}} The rest of the window goes on.', { message: error.message })}
      </EmptyState>
    );
  }
}
