import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { Button } from '@/components/ui/button';

const meta = { title: 'Button', component: Button, args: { children: 'Save' } } satisfies Meta<typeof Button>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Every: Story = {
  tags: ['every-look'],
  render: (args) => (
    <div className="flex flex-wrap items-center gap-3">
      {(['primary', 'secondary', 'ghost'] as const).map((variant) => (
        <Button key={variant} {...args} variant={variant} />
      ))}
      <Button {...args} size="small" />
      <Button {...args} variant="link" size="inline" />
      <Button {...args} variant="primary" unavailable="There are no changes." />
      <Button {...args} variant="ghost" unavailable="There are no changes." />
    </div>
  ),
};
