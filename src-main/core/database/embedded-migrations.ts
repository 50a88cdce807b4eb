// Written by scripts/embed-migrations.ts from migrations/. Each entry is one migration: its statements in order.
export const embeddedMigrations: readonly (readonly string[])[] = [
  [
    `CREATE TABLE "backups" (
	"project_id" text NOT NULL,
	"document" text NOT NULL,
	"text" text NOT NULL,
	"encoding" text NOT NULL,
	"byte_order_mark" integer NOT NULL,
	"line_end" text NOT NULL,
	"base_version" text,
	"saved_at" integer NOT NULL,
	PRIMARY KEY("project_id", "document"),
	FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON UPDATE no action ON DELETE cascade
);`,
    `CREATE TABLE "layouts" (
	"project_id" text PRIMARY KEY NOT NULL,
	"layout" text NOT NULL,
	"saved_at" integer NOT NULL,
	FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON UPDATE no action ON DELETE cascade
);`,
    `CREATE TABLE "opened_files" (
	"project_id" text NOT NULL,
	"path" text NOT NULL,
	"opened_at" integer NOT NULL,
	PRIMARY KEY("project_id", "path"),
	FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON UPDATE no action ON DELETE cascade
);`,
    `CREATE INDEX "opened_files_by_time" ON "opened_files" ("project_id","opened_at");`,
    `CREATE TABLE "projects" (
	"id" text PRIMARY KEY NOT NULL,
	"path" text NOT NULL,
	"name" text NOT NULL,
	"pinned" integer NOT NULL,
	"trusted" integer NOT NULL,
	"listed" integer NOT NULL,
	"last_opened_at" integer NOT NULL
);`,
    `CREATE UNIQUE INDEX "projects_path_unique" ON "projects" ("path");`,
    `CREATE TABLE "secrets" (
	"name" text PRIMARY KEY NOT NULL,
	"cipher" blob NOT NULL,
	"saved_at" integer NOT NULL
);`,
    `CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);`,
    `CREATE TABLE "windows" (
	"position" integer PRIMARY KEY NOT NULL,
	"project_path" text,
	"bounds" text
);`,
  ],
];
