import { render } from 'preact';
import { LocationProvider, Route, Router } from 'preact-iso';
import { About } from './about';
import { Planner } from './planner';
import './style.css';

function NotFound() {
  return (
    <main>
      <h1>There is no such page</h1>
    </main>
  );
}

function App() {
  return (
    <LocationProvider>
      <nav>
        <a href="/">Planner</a> <a href="/about">About</a>
      </nav>
      <Router>
        <Route path="/" component={Planner} />
        <Route path="/about" component={About} />
        <Route default component={NotFound} />
      </Router>
    </LocationProvider>
  );
}

const place = document.getElementById('app');
if (place) render(<App />, place);
