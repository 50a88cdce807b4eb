import { type Game, type GameEvent, isSafe, sightAhead, sightBehind } from "./game.ts";
import type { Item } from "./waves.ts";

/** The board is drawn on 1000 × 1000 units, whatever its size on the screen. */
const boardSize = 1000;
const center = boardSize / 2;
const laneRadii = [270, 350, 430] as const;
/** The ship stays at the top; the rings turn under it. */
const shipDirection = -Math.PI / 2;
const trailLength = 0.9;

interface Particle {
  readonly x: number;
  readonly y: number;
  readonly speedX: number;
  readonly speedY: number;
  readonly color: string;
  readonly text?: string;
  readonly life: number;
  readonly age: number;
}

/** Draws the game on a square canvas of any size, in the colours of the style sheet. */
export function createRenderer(context: CanvasRenderingContext2D) {
  const { canvas } = context;
  const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

  let shipRadius: number = laneRadii[1];
  let trail: readonly { readonly angle: number; readonly radius: number }[] = [];
  let particles: readonly Particle[] = [];
  let shake = 0;

  function resize() {
    const pixels = Math.round(canvas.clientWidth * Math.min(devicePixelRatio, 2));
    if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
  }

  /** Draws one frame. Returns whether something still moves, so that the next one is needed. */
  function draw(game: Game, events: readonly GameEvent[], seconds: number): boolean {
    resize();
    const colors = readColors(canvas);
    if (game.elapsed === 0) trail = [];
    moveShip(game, seconds);
    addEffects(events, colors);
    ageEffects(seconds);

    context.setTransform(canvas.width / boardSize, 0, 0, canvas.width / boardSize, 0, 0);
    context.clearRect(0, 0, boardSize, boardSize);
    context.translate(Math.sin(shake * 40) * shake * 14, Math.cos(shake * 31) * shake * 14);
    drawRings(context, game.angle, colors);
    drawTrail(game.angle, colors);
    for (const item of game.items) drawItem(context, item, game.angle, colors);
    drawShip(game, colors);
    drawParticles();
    return particles.length > 0 || shake > 0;
  }

  function moveShip(game: Game, seconds: number) {
    const target = laneRadii[game.lane];
    shipRadius += (target - shipRadius) * (1 - Math.exp(-24 * seconds));
    trail = [
      ...trail.filter((point) => point.angle > game.angle - trailLength),
      { angle: game.angle, radius: shipRadius },
    ];
  }

  function addEffects(events: readonly GameEvent[], colors: Colors) {
    const ship = { x: center, y: center - shipRadius };
    for (const event of events) {
      if (event.kind === "spark-missed") continue;
      const color = colors[event.item.kind];
      if (event.kind === "spark-taken") {
        const text = `+${event.points}`;
        const rise = { ...ship, y: ship.y - 30, speedX: -60, speedY: -50 };
        particles = [...particles, { ...rise, color, text, life: 0.8, age: 0 }];
      }
      if (reducedMotion.matches) continue;
      if (event.kind === "hit") shake = 1;
      const count = event.kind === "hit" ? 26 : 12;
      particles = [
        ...particles,
        ...Array.from({ length: count }, () => createParticle(ship, color)),
      ];
    }
  }

  function ageEffects(seconds: number) {
    shake = Math.max(0, shake - seconds * 2.5);
    particles = particles
      .map((particle) => ({
        ...particle,
        x: particle.x + particle.speedX * seconds,
        y: particle.y + particle.speedY * seconds,
        age: particle.age + seconds,
      }))
      .filter((particle) => particle.age < particle.life);
  }

  function drawTrail(angle: number, colors: Colors) {
    context.strokeStyle = colors.ship;
    context.lineCap = "butt";
    for (const [index, point] of trail.entries()) {
      const previous = trail[index - 1];
      if (!previous) continue;
      const freshness = 1 - (angle - point.angle) / trailLength;
      context.globalAlpha = 0.5 * freshness ** 2;
      context.lineWidth = 4 + 14 * freshness;
      context.beginPath();
      context.moveTo(...place(previous.angle - angle, previous.radius));
      context.lineTo(...place(point.angle - angle, point.radius));
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  function drawShip(game: Game, colors: Colors) {
    const blinks = game.phase === "playing" && isSafe(game) && !reducedMotion.matches;
    const climb = (laneRadii[game.lane] - shipRadius) / 80;
    context.save();
    context.translate(center, center - shipRadius);
    context.rotate(-climb * 0.7);
    context.globalAlpha = blinks ? 0.45 + 0.4 * Math.sin(game.elapsed * 25) : 1;
    context.fillStyle = colors.ship;
    context.strokeStyle = colors.background;
    context.lineWidth = 5;
    context.lineJoin = "round";
    context.beginPath();
    context.moveTo(32, 0);
    context.lineTo(-20, -21);
    context.lineTo(-10, 0);
    context.lineTo(-20, 21);
    context.closePath();
    context.stroke();
    context.fill();
    context.restore();
  }

  function drawParticles() {
    context.textAlign = "center";
    context.font = "600 34px Inter, system-ui, sans-serif";
    for (const { x, y, age, life, color, text } of particles) {
      context.globalAlpha = 1 - age / life;
      context.fillStyle = color;
      if (text) {
        context.fillText(text, x, y);
      } else {
        context.beginPath();
        context.arc(x, y, 6 * (1 - age / life), 0, 2 * Math.PI);
        context.fill();
      }
    }
    context.globalAlpha = 1;
  }

  return { draw };
}

function drawRings(context: CanvasRenderingContext2D, angle: number, colors: Colors) {
  context.strokeStyle = colors.ring;
  context.lineCap = "round";
  for (const radius of laneRadii) {
    context.lineWidth = 2;
    context.beginPath();
    context.arc(center, center, radius, 0, 2 * Math.PI);
    context.stroke();

    const dash = (2 * Math.PI * radius) / 48;
    context.lineWidth = 6;
    context.setLineDash([0, dash]);
    context.lineDashOffset = angle * radius;
    context.stroke();
    context.setLineDash([]);
  }
}

function drawItem(context: CanvasRenderingContext2D, item: Item, angle: number, colors: Colors) {
  const ahead = item.angle - angle;
  if (ahead > sightAhead || ahead < -sightBehind) return;
  const fade = ahead < 0 ? 1 + ahead / sightBehind : Math.min(1, (sightAhead - ahead) * 2);

  context.save();
  context.translate(...place(ahead, laneRadii[item.lane]));
  context.rotate(ahead);
  context.globalAlpha = fade;
  context.fillStyle = colors[item.kind];
  context.beginPath();
  tracePath[item.kind](context);
  context.fill();
  if (item.kind === "spark") {
    context.globalAlpha = fade * 0.22;
    context.beginPath();
    context.arc(0, 0, 27, 0, 2 * Math.PI);
    context.fill();
  }
  context.restore();
}

/** Each kind has a shape of its own, so that nobody needs to tell the colours apart. */
const tracePath: Readonly<Record<Item["kind"], (context: CanvasRenderingContext2D) => void>> = {
  spark(context) {
    context.arc(0, 0, 14, 0, 2 * Math.PI);
  },
  shard(context) {
    context.moveTo(0, -31);
    context.lineTo(15, 0);
    context.lineTo(0, 31);
    context.lineTo(-15, 0);
    context.closePath();
  },
  heart(context) {
    context.moveTo(0, 22);
    context.bezierCurveTo(-38, -4, -20, -32, 0, -12);
    context.bezierCurveTo(20, -32, 38, -4, 0, 22);
  },
};

/** Where something lies that many radians ahead of the ship. */
function place(ahead: number, radius: number): [x: number, y: number] {
  const direction = shipDirection + ahead;
  return [center + radius * Math.cos(direction), center + radius * Math.sin(direction)];
}

function createParticle(from: { readonly x: number; readonly y: number }, color: string): Particle {
  const direction = Math.random() * 2 * Math.PI;
  const speed = 80 + Math.random() * 260;
  return {
    ...from,
    speedX: Math.cos(direction) * speed - 120,
    speedY: Math.sin(direction) * speed,
    color,
    life: 0.35 + Math.random() * 0.4,
    age: 0,
  };
}

type Colors = ReturnType<typeof readColors>;

function readColors(canvas: HTMLCanvasElement) {
  const style = getComputedStyle(canvas);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    background: read("--background"),
    ring: read("--ring"),
    ship: read("--ship"),
    spark: read("--spark"),
    shard: read("--shard"),
    heart: read("--heart"),
  };
}
