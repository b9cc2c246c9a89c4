import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { answering } from './support/server';
import { ShowKind } from './support/show-kind';

/** Each kind of field in each of its states. */
const meta = {
  title: 'Kinds of fields',
  component: ShowKind,
  beforeEach: answering({ check: { is: 'accepted' } }),
} satisfies Meta<typeof ShowKind>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Text: Story = { args: { kind: 'text' } };
export const PersonName: Story = { args: { kind: 'personName' } };
export const Multiline: Story = { args: { kind: 'multiline' } };
export const Number: Story = { args: { kind: 'number' } };
export const Toggle: Story = { args: { kind: 'toggle' } };
export const Date: Story = { args: { kind: 'date' } };
export const Choice: Story = { args: { kind: 'choice' } };
export const LongChoice: Story = { args: { kind: 'longChoice' } };
export const Choices: Story = { args: { kind: 'choices' } };
export const Color: Story = { args: { kind: 'color' } };
export const CustomColor: Story = { args: { kind: 'customColor' } };
export const Url: Story = { args: { kind: 'url' } };
export const Email: Story = { args: { kind: 'email' } };
export const Phone: Story = { args: { kind: 'phone' } };
export const Username: Story = { args: { kind: 'username' } };
export const TimeZone: Story = { args: { kind: 'timeZone' } };
export const Language: Story = { args: { kind: 'language' } };
export const Country: Story = { args: { kind: 'country' } };
