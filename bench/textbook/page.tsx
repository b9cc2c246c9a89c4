import { doNothingAction, saveTextbookAction } from './actions';
import { Form } from './form';

/** The page /textbook of a copy of the app. */
export default function TextbookPage() {
  return (
    <>
      <Form name="Save" call={saveTextbookAction} />
      <Form name="Do nothing" call={doNothingAction} />
    </>
  );
}
