import { CircleX } from 'lucide-react';
import { Component, type ReactNode } from 'react';
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
        title={`${this.props.what} stopped`}
        actions={
          <>
            {this.props.onReport ? (
              <Button small kind="ghost" onClick={this.props.onReport}>
                Create report
              </Button>
            ) : null}
            <Button small onClick={() => this.setState({ error: null })}>
              Show it again
            </Button>
          </>
        }
      >
        {error.message} The rest of the window goes on.
      </EmptyState>
    );
  }
}
