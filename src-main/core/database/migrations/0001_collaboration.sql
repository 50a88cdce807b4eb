CREATE TABLE `collaboration_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`own` integer NOT NULL,
	`name` text NOT NULL,
	`owner_name` text NOT NULL,
	`live` integer NOT NULL,
	`started_at` integer NOT NULL,
	`last_active_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `collaboration_sessions_by_project` ON `collaboration_sessions` (`project_id`,`last_active_at`);--> statement-breakpoint
CREATE TABLE `collaboration_texts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`session_id` text NOT NULL,
	`name` text NOT NULL,
	`content` blob NOT NULL,
	`saved_at` integer NOT NULL,
	FOREIGN KEY (`session_id`) REFERENCES `collaboration_sessions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `collaboration_texts_by_name` ON `collaboration_texts` (`session_id`,`name`);--> statement-breakpoint
CREATE TABLE `collaboration_updates` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`session_id` text NOT NULL,
	`document` text NOT NULL,
	`bytes` blob NOT NULL,
	`continues` integer NOT NULL,
	`saved_at` integer NOT NULL,
	FOREIGN KEY (`session_id`) REFERENCES `collaboration_sessions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `collaboration_updates_by_document` ON `collaboration_updates` (`session_id`,`document`,`id`);--> statement-breakpoint
CREATE TABLE `collaboration_versions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`session_id` text NOT NULL,
	`kind` text NOT NULL,
	`message` text,
	`authors` text NOT NULL,
	`statistics` text NOT NULL,
	`files` blob NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`session_id`) REFERENCES `collaboration_sessions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `collaboration_versions_by_time` ON `collaboration_versions` (`session_id`,`created_at`);