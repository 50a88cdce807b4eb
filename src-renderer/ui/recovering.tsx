import { Component, type ReactNode } from 'react';

interface RecoveringProps {
  readonly children: ReactNode;
}

/** Milliseconds until what failed is shown again: the first time, and at most. */
const pauses = { first: 250, longest: 5000 };

/**
 * Keeps the failure of a small part, such as a module that did not load while the connection was away, from taking the window with it. The part is
 * missing for a moment and then shown again.
 */
export class Recovering extends Component<RecoveringProps, { readonly failed: boolean }> {
  override state = { failed: false };
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(): void {
    const pause = Math.min(pauses.first * 2 ** this.#failures, pauses.longest);
    this.#failures += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.setState({ failed: false }), pause);
  }

  override componentWillUnmount(): void {
    clearTimeout(this.#timer);
  }

  override render() {
    return this.state.failed ? null : this.props.children;
  }
}
