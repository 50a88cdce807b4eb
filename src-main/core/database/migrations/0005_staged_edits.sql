CREATE TABLE `edit_checkpoints` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`message_id` text NOT NULL,
	`path` text NOT NULL,
	`hash` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `edit_checkpoints_by_message` ON `edit_checkpoints` (`message_id`,`id`);--> statement-breakpoint
CREATE INDEX `edit_checkpoints_by_text` ON `edit_checkpoints` (`hash`);--> statement-breakpoint
CREATE TABLE `edit_files` (
	`id` text PRIMARY KEY NOT NULL,
	`message_id` text NOT NULL,
	`project_id` text NOT NULL,
	`position` integer NOT NULL,
	`path` text NOT NULL,
	`kind` text NOT NULL,
	`from_path` text,
	`base` text,
	`result` text,
	`failures` text NOT NULL,
	`staged_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `edit_files_by_message` ON `edit_files` (`message_id`,`path`);--> statement-breakpoint
CREATE INDEX `edit_files_by_project` ON `edit_files` (`project_id`);--> statement-breakpoint
CREATE TABLE `edit_hunks` (
	`id` text PRIMARY KEY NOT NULL,
	`file_id` text NOT NULL,
	`state` text NOT NULL,
	`old_start` integer NOT NULL,
	`old_lines` text NOT NULL,
	`new_start` integer NOT NULL,
	`new_lines` text NOT NULL,
	`flagged` integer NOT NULL,
	`problem` text NOT NULL,
	FOREIGN KEY (`file_id`) REFERENCES `edit_files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `edit_hunks_by_file` ON `edit_hunks` (`file_id`,`old_start`);--> statement-breakpoint
CREATE TABLE `edit_steps` (
	`id` text PRIMARY KEY NOT NULL,
	`plan` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `edit_texts` (
	`hash` text PRIMARY KEY NOT NULL,
	`content` blob NOT NULL,
	`saved_at` integer NOT NULL
);
