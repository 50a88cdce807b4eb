CREATE TABLE `model_windows` (
	`connection_id` text NOT NULL,
	`model` text NOT NULL,
	`context_window` integer NOT NULL,
	PRIMARY KEY(`connection_id`, `model`),
	FOREIGN KEY (`connection_id`) REFERENCES `model_connections`(`id`) ON UPDATE no action ON DELETE cascade
);
