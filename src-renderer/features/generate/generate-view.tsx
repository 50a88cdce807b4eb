import { useStore } from 'zustand';
import { t } from '../../localize.ts';
import type { GenerateSession } from './generate-session.ts';
import { PlanStep } from './plan-step.tsx';
import { PromptStep } from './prompt-step.tsx';
import { RunStep } from './run-step.tsx';
import './generate.css';
import './plan.css';
import './run.css';

/** A project from a prompt: what is wanted, the plan, and the project as it is written. */
export default function GenerateView({ session }: { readonly session: GenerateSession }) {
  const step = useStore(session.state, (state) => state.step);
  if (step === 'prompt') return <PromptStep session={session} />;
  return (
    <>
      <h1 className="visually-hidden">{t('New project')}</h1>
      {step === 'run' ? <RunStep session={session} /> : <PlanStep session={session} />}
    </>
  );
}
