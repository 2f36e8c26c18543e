import './ui/style/fonts.css';
import './ui/style/tokens.css';
import './ui/style/base.css';
import './diagram/draw/diagram.css';
import { mount } from 'svelte';
import App from './ui/app/App.svelte';
import { appearance } from './ui/state/theme.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
appearance.apply(document.documentElement);
mount(App, { target });
