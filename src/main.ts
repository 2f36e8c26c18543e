import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import './diagram/diagram.css';
import { mount } from 'svelte';
import App from './ui/App.svelte';
import { appearance } from './ui/theme.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
appearance.apply(document.documentElement);
mount(App, { target });
