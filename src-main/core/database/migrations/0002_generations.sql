CREATE TABLE `generations` (
	`id` text PRIMARY KEY NOT NULL,
	`prompt` text NOT NULL,
	`plan` text NOT NULL,
	`folder` text NOT NULL,
	`folder_identity` text NOT NULL,
	`status` text NOT NULL,
	`files` text NOT NULL,
	`checks` text NOT NULL,
	`usage` text NOT NULL,
	`problem` text,
	`repairs` integer NOT NULL,
	`model` text,
	`local` integer NOT NULL,
	`duration` integer NOT NULL,
	`project_id` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE set null
);
