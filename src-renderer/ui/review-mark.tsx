import { t } from '../localize.ts';
import { AssistantIcon } from './assistant-icon.ts';
import './review-mark.css';

/** Says of a file that changes of an assistant wait in it. Decoration: the name of its row or tab says the same in words. */
export function ReviewMark({ count }: { readonly count: number }) {
  return (
    <span className="review-mark" data-tooltip={reviewText(count)}>
      <AssistantIcon aria-hidden="true" />
    </span>
  );
}

/** "2 changes to review" */
export function reviewText(count: number): string {
  return t('{{count}} changes to review', { count });
}
