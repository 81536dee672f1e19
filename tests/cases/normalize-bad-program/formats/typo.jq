module { format: "typo" };
{finding_title: .raw.t, severty: "high"}
