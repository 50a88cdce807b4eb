CREATE TABLE `model_prices` (
	`connection_id` text NOT NULL,
	`model` text NOT NULL,
	`input_price` real NOT NULL,
	`output_price` real NOT NULL,
	PRIMARY KEY(`connection_id`, `model`),
	FOREIGN KEY (`connection_id`) REFERENCES `model_connections`(`id`) ON UPDATE no action ON DELETE cascade
);
