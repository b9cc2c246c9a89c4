import '../support/dom';
import { screen, waitFor } from '@testing-library/react';
import { render } from '../support/english';
import userEvent from '@testing-library/user-event';
import { ThemeMenu } from '@/components/page/theme-menu';
import { MenuButton, type MenuProps } from '@/components/ui/menu-button';
import { useState, type ComponentType } from 'react';

type Load = () => Promise<ComponentType<MenuProps>>;

function showButton(load: Load = () => Promise.resolve(ThemeMenu)) {
  const loading = jest.fn(load);
  function Shown() {
    const [open, setOpen] = useState(false);
    return (
      <MenuButton label="Theme" open={open} onOpenChange={setOpen} load={loading} content={{}}>
        T
      </MenuButton>
    );
  }
  render(<Shown />);
  return { user: userEvent.setup(), loading, button: screen.getByRole('button', { name: 'Theme' }) };
}

it('a menu is fetched once, when somebody is about to press its button, and not before', async () => {
  const { user, loading, button } = showButton();
  expect(loading).not.toHaveBeenCalled();
  await user.hover(button);
  await user.click(button);
  expect(await screen.findByRole('menu')).toBeVisible();
  expect(loading).toHaveBeenCalledTimes(1);
});

it('the arrow keys open a menu and move in it, and Escape leads back to its button', async () => {
  const { user, button } = showButton();
  await user.tab();
  expect(button).toHaveFocus();
  await user.keyboard('{ArrowDown}');
  await waitFor(() => expect(screen.getByRole('menuitemradio', { name: 'System' })).toHaveFocus());
  expect(button).toHaveAttribute('aria-expanded', 'true');
  await user.keyboard('{ArrowDown}');
  await waitFor(() => expect(screen.getByRole('menuitemradio', { name: 'Light' })).toHaveFocus());
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('menu')).not.toBeInTheDocument());
  expect(button).toHaveFocus();
  expect(button).toHaveAttribute('aria-expanded', 'false');
});

it('a second press on the button closes its menu', async () => {
  const { user, button } = showButton();
  await user.click(button);
  await screen.findByRole('menu');
  await user.click(button);
  await waitFor(() => expect(screen.queryByRole('menu')).not.toBeInTheDocument());
});

it('a menu that could not be fetched is said to be missing, and fetched by the next press', async () => {
  let fail = true;
  const { user, button } = showButton(() => (fail ? Promise.reject(new Error('offline')) : Promise.resolve(ThemeMenu)));
  await user.click(button);
  expect(await screen.findByRole('alert')).toHaveTextContent('This menu could not be loaded');
  fail = false;
  await user.click(button);
  expect(await screen.findByRole('menu')).toBeVisible();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});
