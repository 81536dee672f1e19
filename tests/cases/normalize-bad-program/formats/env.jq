module { format: "env" };
{finding_title: env.HOME}
